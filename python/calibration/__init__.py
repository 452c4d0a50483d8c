"""Fits the fitted parameters of a reference scenario and compares what it predicts with what the field measured."""
