"""One file a step, named for what it does. A step that was released is never edited."""
