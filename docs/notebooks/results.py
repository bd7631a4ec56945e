# %% [markdown]
# # Results
# A scenario by its name, a file, a table (`"cars.csv"`), a formula, or tables as a dict: `optsim.run` races it to its end. What it returns is shown as a picture and a table.

# %%
import optsim

result = optsim.run("saddle", steps=300)
result

# %% [markdown]
# Each lane has arrays; row t is the point before update t. A wrong name is told with the right one.

# %%
adam = result["adam"]
adam.loss.shape, adam.best_step, adam.status, adam.reason

# %%
try:
    result["adma"]
except KeyError as error:
    print(error)

# %% [markdown]
# As a data frame (`to_polars()` does the same), and as a picture by matplotlib, where they are installed:

# %%
result.to_pandas().groupby("lane").loss.min().round(6)

# %%
ax = result.plot()

# %% [markdown]
# Is it luck? With `seeds` each array has an axis of seeds; all lanes meet the same noise.

# %%
many = optsim.run("noisy-quadratic", seeds=20)
many["sgd"].loss.shape

# %%
many

# %%
print(optsim.compare("noisy-quadratic", "sgd", "adam"))

# %% [markdown]
# The race as a film of the app, with a player: nothing in it comes from a network. `optsim.player("run.jsonl")` plays a recording.

# %%
result.player(size=(90, 26))
