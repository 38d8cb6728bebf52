"""The heart: document, plan, analysis, building and code. It knows neither Django nor Celery."""
