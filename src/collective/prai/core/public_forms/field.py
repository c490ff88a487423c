"""A question of a public form: several boxes under one question are a group with its name."""

from collective.easyform.browser.widgets import RenderWidget
from collective.prai.core.widget_view import FieldView


class QuestionView(FieldView):
    """The form builder's own layout leaves radio buttons and boxes without the question that they answer."""

    def __call__(self):
        if self.is_group(self.context):
            return super().__call__()
        return RenderWidget(self.context, self.request)()
