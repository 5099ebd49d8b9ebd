//! What do agent and gateway say to each other?
