"""The project: settings, the one API, the commands that start and keep everything running."""
