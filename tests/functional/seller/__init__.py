"""The group's desk."""
