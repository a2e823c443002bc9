"""The register: what the organisation has adopted and signed, found, related and compared."""
