"""points of work"""

from alembic import op
import sqlalchemy as sa
import models

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('former_name',
    sa.Column('object', sa.String(length=12), nullable=False, comment="the system's or task's id"),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('until', models.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('object', 'slug', name=op.f('pk_former_name'))
    )
    with op.batch_alter_table('former_name', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_former_name_slug'), ['slug'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('former_name', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_former_name_slug'))

    op.drop_table('former_name')
