"""What is heard from each framework; importing this package registers them all, and imports none of the frameworks."""

from . import accelerate, datasets, hydra, keras, lightning, optuna, sklearn, tensorboard, trackers, transformers  # noqa: F401
