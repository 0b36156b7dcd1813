"""The steps from each schema to the next; `kalends.store.opening` runs them."""
