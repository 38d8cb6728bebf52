from sklearn import datasets
from sklearn.model_selection import train_test_split


def load_wine():
    """178 wines of three growers; a fifth of them to test with. Features are standardised by the training part."""
    x, y = datasets.load_wine(return_X_y=True)
    x_train, x_test, y_train, y_test = train_test_split(
        x.astype("float32"),
        y.astype("int32"),
        test_size=0.2,
        stratify=y,
        random_state=0,
    )
    mean, std = x_train.mean(axis=0), x_train.std(axis=0)
    train = {"features": (x_train - mean) / std, "grower": y_train}
    test = {"features": (x_test - mean) / std, "grower": y_test}
    return train, test
