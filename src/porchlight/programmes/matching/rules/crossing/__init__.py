"""
Every missing person against every unidentified one, with no blocking and so no lost pair.
"""
