// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/documentbar.h"

#include "ui/shell/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/textlabel.h"

#include <QAbstractButton>
#include <QAction>
#include <QBoxLayout>
#include <QFileInfo>
#include <QMenu>
#include <QPainter>
#include <QStyleOption>
#include <QUrl>

namespace uw::ui {

namespace {

// The document's title with a chevron behind it; as wide as there is room, elided when there is not enough.
class TitleButton final : public QAbstractButton {
public:
    TitleButton(const Theme &theme, QWidget *parent) : QAbstractButton(parent), m_theme(theme)
    {
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }

    QSize sizeHint() const override
    {
        const int height = QFontMetrics(m_theme.font(TextRole::Section)).height() + Spacing::Small;
        return {0, qMax(height, int(Metric::ControlHeight))};
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        Q_UNUSED(event)
        QPainter painter(this);
        if (underMouse() || isDown()) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.color(ColorRole::Selection));
            painter.drawRoundedRect(rect(), Metric::Radius, Metric::Radius);
        }
        const int margin = Spacing::Small;
        const int chevron = Metric::IconSmall;
        const QRect inner = rect().adjusted(margin, 0, -margin, 0);
        const QFont font = m_theme.font(TextRole::Section);
        const QString shown =
            QFontMetrics(font).elidedText(text(), Qt::ElideRight, inner.width() - chevron - Spacing::Tiny);
        const int width = QFontMetrics(font).horizontalAdvance(shown);
        const auto placed = [this](const QRect &part) { return QStyle::visualRect(layoutDirection(), rect(), part); };
        painter.setFont(font);
        painter.setPen(m_theme.color(ColorRole::Text));
        painter.drawText(placed(QRect(inner.left(), 0, width + 1, height())), Qt::AlignCenter | Qt::TextSingleLine,
                         shown);
        const QRect icon(inner.left() + width + Spacing::Tiny, (height() - chevron) / 2, chevron, chevron);
        painter.drawPixmap(placed(icon),
                           m_theme.pixmap(u"chevron-down", chevron, ColorRole::SecondaryText, devicePixelRatioF()));
        if (hasFocus()) {
            QStyleOptionFocusRect option;
            option.initFrom(this);
            style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
        }
    }
    bool event(QEvent *event) override
    {
        if (event->type() == QEvent::Enter || event->type() == QEvent::Leave)
            update();
        return QAbstractButton::event(event);
    }

private:
    const Theme &m_theme;
};

QString nestingText(openapi::NestedStyle style)
{
    switch (style) {
    case openapi::NestedStyle::BracketsIndexed:
        return u"a[b][c]=1  a[l][0]=x"_qs;
    case openapi::NestedStyle::BracketsEmpty:
        return u"a[b][c]=1  a[l][]=x"_qs;
    case openapi::NestedStyle::BracketsRepeated:
        return u"a[b][c]=1  a[l]=x"_qs;
    case openapi::NestedStyle::DotsIndexed:
        return u"a.b.c=1  a.l[0]=x"_qs;
    case openapi::NestedStyle::DotsRepeated:
        return u"a.b.c=1  a.l=x"_qs;
    case openapi::NestedStyle::Json:
        break;
    }
    return u"a={\"b\":{\"c\":1}}"_qs;
}

} // namespace

DocumentBar::DocumentBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_button(new TitleButton(theme, this))
    , m_menu(new QMenu(this))
    , m_nestingMenu(new QMenu(tr("Nested values in queries"), this))
    , m_ask(new QAction(tr("Ask before writing"), this))
    , m_state(new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, {}, this))
{
    m_button->setAccessibleName(tr("Document"));
    m_ask->setCheckable(true);
    m_ask->setChecked(true);
    m_ask->setToolTip(tr("A question comes before each call that may change something"));
    m_menu->setToolTipsVisible(true);
    m_state->hide();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Spacing::Tiny, Spacing::Small, Spacing::Small, Spacing::Tiny);
    column->setSpacing(0);
    column->addWidget(m_button);
    column->addWidget(m_state);
    m_state->setIndent(Spacing::Small);
    connect(m_button, &QAbstractButton::clicked, this, [this] {
        fillMenu();
        const QPoint below = m_button->rect().bottomLeft();
        m_menu->popup(m_button->mapToGlobal(layoutDirection() == Qt::RightToLeft
                                                ? QPoint(m_button->width() - m_menu->sizeHint().width(), below.y())
                                                : below));
    });
    connect(m_ask, &QAction::toggled, this, &DocumentBar::askToggled);
    fillMenu();
}

void DocumentBar::setDocument(const LoadedDocument &document)
{
    m_path = document.path;
    const QString title = document.document->title();
    m_button->setText(title.isEmpty() ? QFileInfo(document.path).fileName() : title);
    m_button->setAccessibleDescription(m_button->text());
    const int count = int(document.document->operations().size());
    const int warnings = int(document.document->warnings().size());
    QStringList lines{m_button->text(), tr("OpenAPI %1", "a version").arg(document.document->version()),
                      count == 1 ? tr("One operation") : tr("%n operations", nullptr, count)};
    if (warnings > 0)
        lines << (warnings == 1 ? tr("One warning") : tr("%n warnings", nullptr, warnings));
    if (document.record.fetchedAtMs > 0 && (isWebAddress(document.path) || document.record.bytes > 0))
        lines << tr("Fetched %1", "a time").arg(exactTime(document.record.fetchedAtMs));
    lines << placeOf(document.path);
    m_button->setToolTip(lines.join(u'\n'));
    if (!document.isBuiltIn()) {
        m_recent.removeAll(document.path);
        m_recent.prepend(document.path);
        setRecent(m_recent);
    }
    fillMenu();
}

void DocumentBar::setLoading(const QString &path)
{
    const QString name = isWebAddress(path) ? QUrl(path).host() : QFileInfo(path).fileName();
    m_state->setText(path.isEmpty() ? QString() : tr("Reading %1…", "a file").arg(name));
    m_state->setVisible(!path.isEmpty());
}

void DocumentBar::setRecent(const QStringList &paths)
{
    m_recent = paths.mid(0, KeptRecent);
}

bool DocumentBar::asksBeforeWriting() const
{
    return m_ask->isChecked();
}

void DocumentBar::setAsksBeforeWriting(bool asks)
{
    const QSignalBlocker blocker(m_ask);
    m_ask->setChecked(asks);
}

void DocumentBar::setBaseUrl(const QString &url)
{
    m_baseUrl = url;
}

void DocumentBar::setDocuments(const QList<DocumentRecord> &documents)
{
    QStringList origins;
    m_records.clear();
    for (const DocumentRecord &document : documents) {
        m_records.insert(document.origin, document);
        if (!document.origin.startsWith(u":/"))
            origins << document.origin;
    }
    for (const QString &path : std::as_const(m_recent)) {
        if (!origins.contains(path))
            origins << path;
    }
    setRecent(origins);
}

QString DocumentBar::placeOf(const QString &path) const
{
    if (path.startsWith(u":/"))
        return m_records.value(path).bytes > 0 ? tr("Fetched from %1").arg(DocumentLibrary::clockifyAddress)
                                               : tr("Comes with the program");
    return DocumentLibrary::isPasted(path) ? tr("Pasted text") : path;
}

void DocumentBar::fillMenu()
{
    m_menu->clear();
    addOpening();
    m_menu->addSeparator();
    addDocuments();
    m_menu->addSeparator();
    addActionsOfDocument();
}

void DocumentBar::addOpening()
{
    QAction *open = m_menu->addAction(m_theme.icon(u"folder"), tr("Open document…"), this, &DocumentBar::openPressed);
    // Shown only: the page's own shortcut does it.
    open->setShortcut(QKeySequence::Open);
    open->setShortcutContext(Qt::WidgetShortcut);
    m_menu->addAction(m_theme.icon(u"link"), tr("Open address…"), this, &DocumentBar::addressPressed)
        ->setObjectName(QStringLiteral("addressAction"));
    m_menu->addAction(m_theme.icon(u"copy"), tr("Open what is in the clipboard"), this, &DocumentBar::pastePressed)
        ->setObjectName(QStringLiteral("pasteAction"));
}

void DocumentBar::addDocuments()
{
    const auto addDocument = [this](const QString &title, const QString &path) {
        QAction *action = m_menu->addAction(title, this, [this, path] { Q_EMIT documentChosen(path); });
        action->setCheckable(true);
        action->setChecked(path == m_path);
        action->setToolTip(placeOf(path));
    };
    addDocument(tr("Clockify API"), DocumentLoader::ClockifyPath);
    for (const QString &path : std::as_const(m_recent)) {
        const QString title = m_records.value(path).title;
        // An ampersand in a menu marks a key.
        addDocument(QString(title.isEmpty() ? QFileInfo(path).fileName() : title).replace(u'&', u"&&"_qs), path);
    }
}

void DocumentBar::addActionsOfDocument()
{
    const bool isBuiltIn = m_path.startsWith(u":/");
    if (!m_path.isEmpty() && !DocumentLibrary::isPasted(m_path)) {
        QAction *refresh =
            m_menu->addAction(m_theme.icon(u"refresh"), isBuiltIn ? tr("Fetch the live description") : tr("Read again"),
                              this, &DocumentBar::refreshPressed);
        refresh->setObjectName(QStringLiteral("refreshAction"));
        refresh->setToolTip(tr("Then shows what changed"));
    }
    if (!m_path.isEmpty() && (!isBuiltIn || m_records.value(m_path).bytes > 0)) {
        QAction *remove =
            m_menu->addAction(m_theme.icon(u"trash"),
                              isBuiltIn ? tr("Back to what comes with the program…") : tr("Remove from this list…"),
                              this, &DocumentBar::removePressed);
        remove->setObjectName(QStringLiteral("removeAction"));
    }
    m_menu->addSeparator();
    if (!m_baseUrl.isEmpty()) {
        QAction *baseUrl = m_menu->addAction(tr("Clockify base URL…"), this, &DocumentBar::baseUrlPressed);
        baseUrl->setObjectName(QStringLiteral("baseUrlAction"));
        baseUrl->setToolTip(m_baseUrl);
    }
    m_nestingMenu->clear();
    m_menu->addMenu(m_nestingMenu);
    for (const openapi::NestedStyle style : openapi::nestedStyles()) {
        QAction *action =
            m_nestingMenu->addAction(nestingText(style), this, [this, style] { Q_EMIT nestingChosen(style); });
        action->setCheckable(true);
        action->setChecked(style == m_nesting);
        action->setObjectName(openapi::nestedStyleWord(style));
    }
    QAction *deprecated = m_menu->addAction(tr("Hide deprecated operations"), this, [this](bool hides) {
        m_hidesDeprecated = hides;
        Q_EMIT hidingDeprecatedToggled(hides);
    });
    deprecated->setCheckable(true);
    deprecated->setChecked(m_hidesDeprecated);
    deprecated->setObjectName(QStringLiteral("deprecatedAction"));
    m_menu->addAction(m_ask);
}

} // namespace uw::ui
