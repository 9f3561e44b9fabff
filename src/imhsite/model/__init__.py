"""What can be said: kinds of record, their fields, ages and dates."""
