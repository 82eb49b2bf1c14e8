"""What is kept of webhooks: endpoints with their secrets, events, and deliveries."""

from twinning.webhooks.models.delivery import Delivery, Event
from twinning.webhooks.models.endpoint import Endpoint, Secret

__all__ = ["Delivery", "Endpoint", "Event", "Secret"]
