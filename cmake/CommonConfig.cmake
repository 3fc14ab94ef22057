# SPDX-License-Identifier: GPL-3.0-or-later
# One INTERFACE target carries what every target of ours is compiled with: the
# language standard, the warnings and Qt's strict defines. Link it privately.
include(CheckCXXCompilerFlag)

set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTOUIC ON)
set(CMAKE_AUTORCC ON)
# The .ui files live apart from the classes that use them.
set(CMAKE_AUTOUIC_SEARCH_PATHS "${PROJECT_SOURCE_DIR}/ui/forms")
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

add_library(uw_common INTERFACE)
target_compile_features(uw_common INTERFACE cxx_std_20)
target_include_directories(uw_common INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(uw_common INTERFACE
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    # What a later Qt deprecates often has no successor in 6.4: no warnings about it.
    QT_WARN_DEPRECATED_UP_TO=0x060400
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_CONTEXTLESS_CONNECT
    QT_NO_FOREACH
    QT_NO_KEYWORDS
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_USE_QSTRINGBUILDER
)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(uw_common INTERFACE
        -Wall -Wextra -Wpedantic -Wcast-align -Wnon-virtual-dtor -Woverloaded-virtual -Wshadow -Wundef
        # g++ 12 warns about designated initialisers that leave out members with good defaults.
        -Wno-missing-field-initializers
        -fno-omit-frame-pointer)
elseif(MSVC)
    target_compile_options(uw_common INTERFACE /W4 /permissive- /utf-8 /Zc:__cplusplus)
endif()
if(UW_WARNINGS_AS_ERRORS)
    if(MSVC)
        target_compile_options(uw_common INTERFACE /WX)
    else()
        target_compile_options(uw_common INTERFACE -Werror)
    endif()
endif()
if(UW_SANITIZE)
    target_compile_options(uw_common INTERFACE "-fsanitize=${UW_SANITIZE}" -fno-sanitize-recover=undefined)
    target_link_options(uw_common INTERFACE "-fsanitize=${UW_SANITIZE}")
endif()

find_program(UW_CCACHE ccache)
if(UW_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Precompiled headers are cached only when ccache may overlook their time stamps.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${UW_CCACHE}")
endif()

# uw_add_test(NAME SOURCES a.cpp… [LINK lib…] [LABELS word…] [GUI])
# One test executable per unit. Core tests link uw_core alone; GUI adds uw_ui
# and runs under the offscreen platform. LABELS border: also run under asan by
# scripts/test; LABELS keychain: needs a running secret service.
function(uw_add_test name)
    cmake_parse_arguments(ARG "GUI" "" "SOURCES;LINK;LABELS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE uw_common uw_core uw_testsupport Qt6::Test ${ARG_LINK})
    if(ARG_GUI)
        target_link_libraries(${name} PRIVATE uw_ui)
    endif()
    target_compile_definitions(${name} PRIVATE
        UW_SOURCE_DIR="${PROJECT_SOURCE_DIR}" UW_BINARY_DIR="${CMAKE_BINARY_DIR}")
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT 300
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_LOGGING_RULES=qt.qpa.*=false;LC_ALL=C.UTF-8")
    if(ARG_LABELS)
        set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}")
        if("border" IN_LIST ARG_LABELS)
            add_dependencies(border_tests ${name})
        endif()
    endif()
endfunction()
add_custom_target(border_tests)
