"""
What is heard from each framework. A part is loaded when the script has imported the first of its modules; none of the frameworks is ever
imported by us, and who uses none of them waits for nothing.
"""

from .. import patch

PARTS = {
    "transformers": "transformers.configuration_utils transformers.tokenization_utils_base transformers.modeling_utils "
    "transformers.models.auto.configuration_auto transformers.trainer_callback transformers.trainer",
    "sklearn": "sklearn.base sklearn.metrics._classification sklearn.metrics._regression sklearn.metrics._ranking "
    "sklearn.feature_extraction.text sklearn.model_selection._validation seqeval.metrics.sequence_labeling",
    "lightning": "lightning.pytorch.loggers.utilities lightning.pytorch.trainer.call lightning.pytorch.trainer.trainer "
    "lightning.pytorch.trainer.connectors.logger_connector.logger_connector pytorch_lightning.loggers.utilities "
    "pytorch_lightning.trainer.call pytorch_lightning.trainer.trainer "
    "pytorch_lightning.trainer.connectors.logger_connector.logger_connector",
    "keras": "keras.src.callbacks.callback_list keras.src.callbacks keras.src.models.model keras.src.engine.training keras.callbacks "
    "keras.engine.training tensorflow.python.keras.callbacks tensorflow.python.keras.engine.training",
    "hydra": "hydra.core.utils hydra._internal.callbacks",
    "optuna": "optuna.study.study optuna.study._optimize optuna.trial._trial",
    "datasets": "datasets.load datasets.arrow_dataset datasets.dataset_dict",
    "accelerate": "accelerate.accelerator",
    "tensorboard": "torch.utils.tensorboard.writer tensorboardX.writer tensorboard.plugins.scalar.summary_v2",
    "trackers": "wandb.sdk.wandb_init wandb.sdk.wandb_run wandb.sdk.wandb_config mlflow.tracking.fluent",
}


def _load(part, modules):
    @patch.when_imported(*modules.split())
    def load(module):
        __import__(__name__ + "." + part)


for _part, _modules in PARTS.items():
    _load(_part, _modules)
