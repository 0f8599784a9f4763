"""Posters: one record of approved facts becomes print, pictures and pages; withdrawn as one."""
