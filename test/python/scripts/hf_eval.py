"""Judges a saved model, in the folder where it was trained."""

import argparse
import json

from hf_train import Rows, compute_metrics
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    options = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    model = AutoModelForSequenceClassification.from_pretrained(options.model)
    test_ds = Rows("data/test.csv", tokenizer, 8)
    args = TrainingArguments(output_dir=options.model, per_device_eval_batch_size=16, report_to="none")
    trainer = Trainer(model=model, args=args, compute_metrics=compute_metrics)
    test = trainer.evaluate(test_ds, metric_key_prefix="test")
    print("TRUTH " + json.dumps({"test": test}))


if __name__ == "__main__":
    main()
