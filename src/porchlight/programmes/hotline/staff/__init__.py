"""The hotline's desk."""
