// SPDX-License-Identifier: GPL-3.0-or-later
// Headers that nearly every source of ui includes and that never change.
#pragma once

#include "core/pch.h"

#include <QAbstractItemModel>
#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>
#include <QWidget>
