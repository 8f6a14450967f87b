# SPDX-License-Identifier: GPL-2.0-or-later
# Writes version.c with the commit that is built. Run at each build, so that no program names another commit:
#   cmake -D RELEASE=0.1.0 -D TREE=... -D OUTPUT=version.c -P common/base/version.cmake
# git archive puts the commit in place of the next line's dollars; a tree without git, whose archive
# was not made by it, gets the release alone.
set(archived "$Format:%H$")

set(commit "")
if(archived MATCHES "^[0-9a-f]+$")
	string(SUBSTRING "${archived}" 0 12 commit)
elseif(EXISTS "${TREE}/.git")
	find_program(GIT git)
	if(GIT)
		execute_process(COMMAND ${GIT} -C "${TREE}" describe --always --dirty --abbrev=12
			OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_VARIABLE why)
	endif()
	if(NOT commit)
		message(WARNING "which commit is built? git does not say: ${why}")
	endif()
endif()
if(commit)
	set(RELEASE "${RELEASE}+${commit}")
endif()

set(text "/* Made by common/base/version.cmake. */\n#include \"base/version.h\"\n\nconst char version_text[] = \"${RELEASE}\";\n")
set(before "")
if(EXISTS "${OUTPUT}")
	file(READ "${OUTPUT}" before)
endif()
if(NOT text STREQUAL before)
	file(WRITE "${OUTPUT}" "${text}")
endif()
