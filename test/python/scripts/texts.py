"""Small made-up texts with three labels, the same in every run."""

import csv
import random

WORDS = {
    "neg": ["bad", "slow", "broken", "refund", "angry"],
    "neu": ["order", "invoice", "address", "update", "ticket"],
    "pos": ["great", "fast", "thanks", "love", "perfect"],
}
LABELS = sorted(WORDS)


def texts(count, seed):
    draw = random.Random(seed)
    rows = []
    for i in range(count):
        label = LABELS[i % 3]
        words = [draw.choice(WORDS[label]) if draw.random() < 0.7 else draw.choice(WORDS["neu"]) for _ in range(6)]
        rows.append({"text": " ".join(words), "label": LABELS.index(label)})
    draw.shuffle(rows)
    return rows


def write_csv(path, count, seed):
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, ["text", "label"])
        writer.writeheader()
        writer.writerows(texts(count, seed))


def read_csv(path):
    with open(path, newline="") as file:
        return [{"text": row["text"], "label": int(row["label"])} for row in csv.DictReader(file)]


if __name__ == "__main__":
    import os

    os.makedirs("data", exist_ok=True)
    for name, count, seed in (("train", 96, 1), ("dev", 48, 2), ("test", 60, 3)):
        write_csv("data/%s.csv" % name, count, seed)
