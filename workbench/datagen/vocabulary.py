"""The words that texts, names and titles are made of: ours, in order of frequency. Data, no code.

The order matters: `text` takes the words by Zipf's law, so the first are everywhere and the last are in few
rows. A change here changes generated data, so it needs a new GENERATOR_VERSION in `dataset`.
"""

_FIRST_NAMES = """
    Ada Ahmed Aiko Alba Amara Anna Anton Aylin Bao Bea Carla Chidi Clara Daan Dalia Diego Elif Elena Emeka
    Emma Erik Fatima Felix Finn Freya Gabriel Greta Hana Hugo Ines Ivan Jamal Jonas Jun Kaito Karim Katya
    Leila Lena Liam Lucia Luca Malik Marek Maria Marta Mateo Mei Mila Mina Nadia Nils Noor Nora Olga Omar
    Oscar Paula Pavel Priya Rafael Ravi Rosa Sami Sara Sofia Sven Tariq Thea Tomas Uma Vera Wei Yara Yusuf
    Zoe
"""
_LAST_NAMES = """
    Abbas Adeyemi Ahlberg Almeida Andersen Arslan Bakker Bauer Becker Bianchi Brandt Campos Castillo Chen
    Costa Dahl Dubois Eriksen Esposito Ferrari Fischer Fontaine Garcia Gupta Haddad Hansen Hofmann Horvat
    Ibrahim Ivanova Jansen Kaya Keller Kim Kowalski Kumar Laurent Lehmann Lindqvist Lopez Marino Martin
    Mendez Meyer Moreau Mori Nakamura Nguyen Novak Okafor Olsen Ortega Ozturk Park Patel Pereira Petrov
    Popescu Reyes Ricci Rossi Sato Schmidt Silva Singh Sokolov Suzuki Tanaka Torres Vargas Vogel Wagner
    Weber Wong Yilmaz Zhang
"""
_QUALITIES = """
    Compact Folding Classic Light Sturdy Quiet Everyday Slim Double Travel Garden Winter Studio Pocket
    Heavy Soft Bright Urban Vintage Reusable Padded Adjustable Insulated Modular
"""
_MATERIALS = """
    Oak Steel Cotton Linen Bamboo Glass Wool Leather Copper Ceramic Canvas Cork Walnut Aluminium Felt
    Rubber
"""
_THINGS = """
    Chair Lamp Mug Backpack Shelf Kettle Blanket Notebook Wallet Bottle Basket Clock Tray Apron Bench Bowl
    Brush Cushion Desk Doormat Frame Hanger Jar Knife Ladder Mirror Pan Planter Rack Scarf Stool Table
    Teapot Towel Umbrella Vase
"""
_WORDS = """
    the and of to a in is that for it with as on we this are be not you but have from was by they or an at
    which can there will one when more time all some our than other its new only about what then after
    just into most also over very first people work day way good use long make even well still much better
    every two start think place small part need while question answer try found change data keep point
    back open same show enough often read write help look order slow fast simple problem index table query
    server plan page system update row version test result cost value code file name morning train city
    house water garden kitchen road summer winter light music paper story weather market coffee bread
    river mountain forest window bicycle station street village island harbour bridge teacher student
    doctor friend family child engine machine battery signal cable screen keyboard camera printer network
    storage memory backup release deploy monitor latency cache buffer vacuum statistics histogram planner
    optimizer sequential partial composite covering duplicate constraint transaction isolation snapshot
    replica failover checkpoint journal trigger function procedure schema migration rollback commit
    savepoint cursor lateral recursive partition aggregate sort merge hash nested loop filter predicate
    selectivity cardinality correlation estimate sample bitmap heap tuple vacuuming bloat fragment recipe
    onion garlic pepper lemon butter flour sugar cheese tomato potato carrot spinach mushroom ginger
    cinnamon vanilla almond walnut honey pasta noodle soup salad roast simmer whisk knead ferment pickle
    oven skillet journey ticket passport luggage airport ferry hostel museum castle cathedral gallery
    monument valley glacier volcano desert canyon waterfall lagoon reef lighthouse vineyard orchard meadow
    pasture trail summit compass lantern campfire guitar violin piano trumpet drum choir melody rhythm
    orchestra rehearsal concert opera poem novel chapter editor library archive manuscript printing ink
    pencil sketch canvas sculpture pottery weaving embroidery carpenter economy budget invoice salary
    contract insurance mortgage pension election parliament referendum treaty embassy tennis football
    rowing sailing climbing marathon referee stadium trophy league astronomy telescope galaxy comet
    eclipse orbit satellite asteroid nebula chemistry molecule enzyme protein bacteria vaccine genome
    fossil sediment tectonic magnetism turbine reactor photon quantum lattice superconductor falcon otter
    badger heron salamander beetle dragonfly hedgehog lynx walrus pelican octopus seahorse
"""

FIRST_NAMES = tuple(_FIRST_NAMES.split())
LAST_NAMES = tuple(_LAST_NAMES.split())
QUALITIES = tuple(_QUALITIES.split())
MATERIALS = tuple(_MATERIALS.split())
THINGS = tuple(_THINGS.split())
WORDS = tuple(_WORDS.split())

# What a column of kind "phrase" may be made of, by the name data.toml uses.
PHRASES: dict[str, tuple[tuple[str, ...], ...]] = {
    "person": (FIRST_NAMES, LAST_NAMES),
    "product": (QUALITIES, MATERIALS, THINGS),
}
