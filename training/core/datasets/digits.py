from sklearn import datasets
from sklearn.model_selection import train_test_split


def load_digits():
    """1,797 handwritten digits as grey images of 8 x 8 between 0 and 1; a fifth of them to test with."""
    data = datasets.load_digits()
    images = data.images[..., None].astype("float32") / 16
    labels = data.target.astype("int32")
    x_train, x_test, y_train, y_test = train_test_split(
        images,
        labels,
        test_size=0.2,
        stratify=labels,
        random_state=0,
    )
    train = {"image": x_train, "label": y_train}
    test = {"image": x_test, "label": y_test}
    return train, test
