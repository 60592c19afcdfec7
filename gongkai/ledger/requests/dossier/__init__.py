"""An application whole 案卷: as one package for whoever keeps it, and erased when it is kept no longer."""
