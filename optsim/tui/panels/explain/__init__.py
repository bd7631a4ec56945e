"""The explain panel: the selected lane's update, line by line."""
