"""ycdesk: the desk of the bureau for cross-border e-commerce awards. No Qt anywhere below."""
