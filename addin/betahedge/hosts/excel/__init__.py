"""Excel on the desktop: the add-in file and the PC that it is installed on."""
