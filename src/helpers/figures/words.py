"""How does a description count? Small numbers in words, so that it reads aloud well."""

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def in_words(number: int) -> str:
    """Write a count up to twelve as a word, a larger one in digits; ValueError below 0.

    >>> in_words(9), in_words(1_493)
    ('nine', '1,493')
    """
    if number < 0:
        raise ValueError(f"in_words: expected a count of 0 or more, got {number}")
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
