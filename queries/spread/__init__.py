"""How an innovation spread: who took it from whom, when, how far it got and where it stopped."""
