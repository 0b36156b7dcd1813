"""Run the command line: `python -m kalends`."""

from kalends.cli import main

if __name__ == "__main__":
    main()
