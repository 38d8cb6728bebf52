"""Programs for those who work on Layerloom; none of them runs with it."""
