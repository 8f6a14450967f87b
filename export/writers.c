// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes results in the format that was asked for. */
#include "export.h"

void export_write(enum formats_id format, const struct export_data *bundle, struct output *sink)
{
	static void (*const writers[FORMATS_COUNT])(const struct export_data *, struct output *) = {
		[FORMATS_KTAP] = export_ktap,	  [FORMATS_KCIDB] = export_kcidb,
		[FORMATS_LKP] = export_lkp,	  [FORMATS_LAVA] = export_lava,
		[FORMATS_GBENCH] = export_gbench, [FORMATS_INFLUX] = export_influx,
		[FORMATS_OTAVA] = export_otava,	  [FORMATS_OPENMETRICS] = export_openmetrics,
	};

	writers[format](bundle, sink);
}

bool export_is_folder(enum formats_id format, const struct export_data *bundle)
{
	switch (formats[format].files) {
	case FORMATS_FOLDER: return true;
	case FORMATS_FILE_A_KERNEL: return bundle->count > 1;
	case FORMATS_FILE_A_MACHINE: return bundle->machine_names.count > 1;
	default: return false;
	}
}
