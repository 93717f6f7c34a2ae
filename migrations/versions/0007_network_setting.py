"""network setting"""

from alembic import op
import sqlalchemy as sa
import models

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('network_setting',
    sa.Column('name', sa.String(length=40), nullable=False, comment='network_name | sign_up | public_read | first_run'),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.String(length=12), nullable=True),
    sa.Column('at', models.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_network_setting'))
    )


def downgrade() -> None:
    op.drop_table('network_setting')
