"""The demonstration: the sample newsroom, the embedded broker and all stages, and what a person sees of them."""
