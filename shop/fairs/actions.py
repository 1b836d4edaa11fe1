"""The audit's words for what happens to fairs and to what was shown there."""

from enum import StrEnum


class FairAction(StrEnum):
    ADD_PICTURES = "fair:add_pictures"
    CHANGE = "fair:change"
    CHANGE_PICTURE = "fair:change_picture"
    CLAIM_EXHIBITS = "fair:claim_exhibits"
    CONFIRM_EXHIBIT = "exhibit:confirm"
    CREATE = "fair:create"
    IMPORT_LIST = "fair:import_list"
    MAKE_PACK = "fair:make_pack"
    PASTE_BOOTHS = "fair:paste_booths"
    REFUSE_EXHIBIT = "exhibit:refuse"
    REMOVE_BOOTH = "fair:remove_booth"
    REMOVE_PICTURE = "fair:remove_picture"
    SET_BOOTH = "fair:set_booth"
    UNDO_LIST = "fair:undo_list"
