"""The course: lessons from files, their answers computed on races, and what a person has done of them."""
