"""The library in Milvus: for more than one machine holds, and for many workers and apps on one library.

Milvus has no transactions: rows of an issue are written first, under a number of their own (`numbers.load`), and its
row of the catalogue last, which is the commit. What no row of the catalogue names is invisible, and swept.
"""
