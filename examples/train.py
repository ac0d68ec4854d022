"""Stands for a training script: any language, any framework; git exp reads what it leaves behind."""
import json

params = {"model": "distilbert-base-uncased", "lr": 1e-4, "batch_size": 32, "epochs": 3, "max_length": 128, "seed": 42}
metrics = {"dev": {"macro_f1": 0.84, "class_f1": {"neg": 0.83, "neu": 0.81, "pos": 0.88}}}

if __name__ == "__main__":
    print(json.dumps({"run_name": "sentiment_tweets_distilbert", "task": "text_classification", "params": params, "metrics": metrics}))
