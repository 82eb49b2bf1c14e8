"""The bakery's user model, copied into an app that is called as one of ours is."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models


class Managing(BaseUserManager):
    def create_superuser(self, email, password):
        user = self.model(email=email, is_superuser=True)
        user.set_password(password)
        user.save()
        return user


class Member(AbstractBaseUser, PermissionsMixin):
    """A user without a first or last name."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=True)
    USERNAME_FIELD = "email"
    objects = Managing()
