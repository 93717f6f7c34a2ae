"""theme"""

from alembic import op
import sqlalchemy as sa
import models

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('person', sa.Column('theme', sa.String(length=30), server_default='auto', nullable=False, comment='auto | light | dark'))
    op.add_column('person', sa.Column('shortcuts', sa.Boolean(), server_default=sa.true(), nullable=False, comment='whether single keys are shortcuts'))


def downgrade() -> None:
    # Without batch mode: a table that others point to is not made anew, and SQLite drops a column by itself.
    op.drop_column('person', 'shortcuts')
    op.drop_column('person', 'theme')
