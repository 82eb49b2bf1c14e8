"""An app of a bakery's site, as others have them; copied into a fresh project by the tests."""
