"""A Hydra application, run as a sweep."""

import json
import os

import hydra
import torch
from torch.utils.tensorboard import SummaryWriter


@hydra.main(config_path="conf", config_name="config", version_base=None)
def main(cfg):
    torch.manual_seed(3)
    writer = SummaryWriter(os.path.join(hydra.core.hydra_config.HydraConfig.get().runtime.output_dir, "tb"))
    for step in range(3):
        writer.add_scalar("dev/f1", cfg.lr * (step + 1), step)
    writer.close()
    print("TRUTH " + json.dumps({"lr": cfg.lr, "f1": cfg.lr * 3}), flush=True)


main()
