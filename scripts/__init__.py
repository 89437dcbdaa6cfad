"""Set-up, running and checking of Kneewise. Standard library only: works before anything is installed."""
