"""Eyes on what is learned: looks taken at the end of epochs, within a budget of time, left as files in the run's folder (`watching.watchers`)."""
