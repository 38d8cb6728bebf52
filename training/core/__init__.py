"""Data sets, training and prediction, without Django and Celery."""
