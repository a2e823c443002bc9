CHANNEL = "comity_record"
"""NOTIFY on it wakes followers; it carries nothing. They read from their own cursor."""
