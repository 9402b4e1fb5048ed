"""What Alembic runs: the product's own tables, on the connection that `forum.revisions` opened."""

from alembic import context

from forum.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
