from sklearn import datasets
from sklearn.model_selection import train_test_split


def load_diabetes():
    """442 patients and how far their disease went on in a year; a fifth of them to test with. All is standardised by the training part."""
    x, y = datasets.load_diabetes(return_X_y=True, scaled=False)
    x_train, x_test, y_train, y_test = train_test_split(
        x.astype("float32"),
        y.astype("float32")[:, None],
        test_size=0.2,
        random_state=0,
    )
    mean, std = x_train.mean(axis=0), x_train.std(axis=0)
    y_mean, y_std = y_train.mean(), y_train.std()

    def fields(x, y):
        x = (x - mean) / std
        return {
            "features": x,
            "person": x[:, :4],
            "serum": x[:, 4:],
            "progression": (y - y_mean) / y_std,
        }

    return fields(x_train, y_train), fields(x_test, y_test)
